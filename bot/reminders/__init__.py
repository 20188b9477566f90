"""Send reminders on time: delivery, schedule, calendar files, and what counsellors are told."""
