select count(*), coalesce(min(created_at_ms), 0) from job where kind in ('mail', 'campaign') and failed = 'mail_later'
