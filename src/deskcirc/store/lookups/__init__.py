"""Reading the library: one file a subject, frozen facts out. Every statement is built once, when the module loads."""
