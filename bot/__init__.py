"""The edges: command line, settings, Telegram, Rasa, language identification and scheduling."""
