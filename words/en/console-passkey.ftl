# Words about passkeys.
passkeys = Passkeys
passkeys_def = Sign in with a fingerprint, your face or a security key. A passkey works here only and cannot be coaxed out of you on a fake page. It counts as a second factor.
passkey_use = Use a passkey
passkey_add = Add a passkey
passkey_name = What to call it
passkey_name_hint = Such as My phone
passkey_rename = Rename
passkey_remove = Remove
passkey_remove_sure = It cannot be used to sign in any more. Delete it on your device as well. If it is the last, and you have no authenticator, the password alone is enough.
passkey_used = Last used { $when }
passkey_unused = Never used
passkey_synced = may be shared by your devices
passkey_none = This browser or address cannot use passkeys.
passkey_not_given = The passkey was not used
passkey_not_given_def = It was cancelled, or the device has none that fits. Try again.
passkey_there = There is already a passkey for your account on this device.
passkey_name_else = Passkeys work at Hjemmel's own address only: { $name }.
