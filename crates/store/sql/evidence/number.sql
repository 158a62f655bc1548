update evidence set log = $1, leaf_index = $2 where id = $3 and leaf_index = -1
