select fence from lease where name = 'server'
