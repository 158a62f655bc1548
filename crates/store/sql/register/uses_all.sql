select id, coalesce(uses, 9223372036854775807) from tenant
