delete from holder_code where created_at_ms < $1
