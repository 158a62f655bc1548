delete from job where kind in ('mail', 'campaign', 'import')
