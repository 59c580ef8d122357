"""File formats: one file a format, tolerant readers that make drafts of foreign rows and account for every one."""
