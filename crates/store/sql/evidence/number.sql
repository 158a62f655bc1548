update evidence set leaf_index = $1 where id = $2 and leaf_index = -1
