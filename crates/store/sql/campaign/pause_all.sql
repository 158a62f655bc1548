update campaign set state = 'paused', reason = 'restored' where state = 'sending'
