delete from doubt where created_at_ms <= $1
