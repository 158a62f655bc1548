delete from campaign where id = $1 and tenant_id = $2 and state = 'draft'
