// TocsinDaemon
