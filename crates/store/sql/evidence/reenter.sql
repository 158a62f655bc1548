update evidence set log = 0, leaf_index = -1 where log = $1 or log = -1
