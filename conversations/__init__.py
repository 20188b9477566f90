"""What the service remembers and decides, free of Telegram, Rasa and clocks of its own."""
