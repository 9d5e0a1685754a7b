"""What touches the machines beside a kiosk."""
