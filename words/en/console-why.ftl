# Words about why somebody is not written to.
why_no_permission = never said yes
why_unconfirmed = has not confirmed
why_withdrawn = withdrew their yes
why_objected = objects to marketing
why_suppressed = the address is not written to: mail bounced, or its reader wants none
why_permit_stale = the permit lay too long before it was used
why_complained = told their mail provider that it was not wanted, and gets no more
why_1 = there is no such address
why_2 = the mailbox does not take mail
why_7 = the server will not have it
why_later = the server asked us to wait
why_malformed = the address cannot be used in a mail
why_other_recipient = the permit was for somebody else
why_restricted = asked that the data only be stored
why_other_sender = said yes to another sender
