"""A paper is wrong: its holder reports it, the agency that issued it answers, a correction supersedes it."""
