select id, name from tenant order by created_at_ms, id
