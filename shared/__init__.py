"""What several rooms need: the words, the verdicts, the table, the channels, the web."""
