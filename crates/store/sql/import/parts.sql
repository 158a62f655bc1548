select number, body_enc, (select max(p.number) from import_part p where p.import_id = $1)
from import_part where import_id = $1 and number >= $2 order by number limit $3
