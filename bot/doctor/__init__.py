"""What `./wegwijzer doctor` looks at: the setup, the machine, the data and Telegram."""
