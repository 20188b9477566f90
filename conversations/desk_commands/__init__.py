"""The commands of counsellors in the topic of a case, a file for each subject."""
