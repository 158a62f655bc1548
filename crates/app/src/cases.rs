//! The use cases by word: `app.campaigns().release(…)`. Each word is one small type over the parts of the program; its use cases
//! stand in the file of the word.
//!
//! Invariant: [`App`] itself begins, runs and ends; whatever is done for somebody is a method of a word.

use std::ops::Deref;

use crate::App;

macro_rules! cases {
    ($($(#[$doc:meta])+ $word:ident = $name:ident;)+) => {
        $(
            $(#[$doc])+
            #[derive(Clone, Copy)]
            pub struct $name<'a>(&'a App);

            impl Deref for $name<'_> {
                type Target = App;

                fn deref(&self) -> &App {
                    self.0
                }
            }
        )+

        impl App {
            $(
                $(#[$doc])+
                pub fn $word(&self) -> $name<'_> {
                    $name(self)
                }
            )+
        }
    };
}

cases! {
    /// What staff did, looked at and were refused.
    audit = Audit;
    /// What a browser sees and takes back of its own.
    browsers = Browsers;
    /// Newsletters, from the draft to what came back.
    campaigns = Campaigns;
    /// What is wrong, and what an operator does about it.
    conditions = Conditions;
    /// Choices of browsers.
    consents = Consents;
    /// Erasures, their plans and receipts.
    erasures = Erasures;
    /// Second factors and recovery codes.
    factors = Factors;
    /// Filters of reports that are kept under a name.
    filters = Filters;
    /// Topics, forms, and the links in the mails they lead to.
    forms = Forms;
    /// What people do about themselves.
    holders = Holders;
    /// Files of people.
    imports = Imports;
    /// Jobs as staff see them.
    jobs = Jobs;
    /// Keys of the API.
    keys = Keys;
    /// The organisation itself.
    organisation = Organisation;
    /// Passkeys.
    passkeys = Passkeys;
    /// People, their orders, browsers and records.
    people = People;
    /// What people allowed, and whether they may be written to.
    permissions = Permissions;
    /// Those whom data is passed on to.
    recipients = Recipients;
    /// What the organisation does with people's data.
    register = Register;
    /// Analytics.
    reports = Reports;
    /// Requests of people for their rights.
    requests = Requests;
    /// What goes when its time is over.
    retention = Retention;
    /// People who have something in common.
    segments = Segments;
    /// What is still to be set up.
    setup = Setup;
    /// Sites and their notices.
    sites = Sites;
    /// Staff, their invitations and sign-ins.
    users = Users;
}
