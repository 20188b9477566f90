"""Which of the served languages a message is written in."""
