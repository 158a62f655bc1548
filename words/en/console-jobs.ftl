# Words about what runs in the background.
job_mail = Send a mail
job_mail_def = Asks for permission when it runs, and sends at most once.
job_erase_key = Destroy an erased person's key
job_erase_key_def = Runs right after the erasure and never gives up.
job_retention = Retention
job_retention_def = Removes from all files, every day, what is older than promised and what was withdrawn (P-07, B-21). The audit log has the outcome.
job_running = Running now
job_stopped = Given up; waiting for you
job_next = Next
job_done = last done
job_failed = Failed
job_campaign = Send a newsletter
job_campaign_def = Asks for permission for each reader right before, sends at most once, and stops at once when somebody says stop.
job_erasure = Erase a person everywhere
job_erasure_def = Destroys the key, rewrites the files without the person's rows, and notes it on the receipt. Never gives up.
job_import = Import a file
job_import_def = Continues where it was, also after a restart. Meanwhile the file is kept encrypted, for seven days at most.
