update message set state = 'sending', reason = 'restored' where state = 'planned'
