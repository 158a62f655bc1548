delete from staff_device where seen_at_ms <= $1
