"""Understand short typed answers in the languages of people: yes and no, options, numbers, dates, times."""
