update import set state = 'interrupted' where state in ('reading', 'running')
