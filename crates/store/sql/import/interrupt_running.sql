update import set state = 'interrupted' where state = 'running'
