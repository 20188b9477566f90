"""The commands of `./wegwijzer`, one file each."""
