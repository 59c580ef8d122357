"""One folder a tab: state.py is plain Python, tab.py is Qt. Tabs do not know each other."""
