//! Programs that people come from: by what they call their columns, and what a name means in theirs and nowhere else.
//!
//! Invariant: what a name means in one program alone never makes a yes of what is none there.

use super::Taken;

/// Which program wrote a file, by what it calls its columns.
pub(crate) fn vendor(words: &[String]) -> &'static str {
    let has = |names: &[&str]| names.iter().all(|name| words.iter().any(|word| word == name));
    let any = |names: &[&str]| names.iter().any(|name| words.iter().any(|word| word == name));
    if has(&["optintime", "leid", "euid"]) || has(&["memberrating", "optinip", "confirmtime"]) {
        "mailchimp"
    } else if any(&["klaviyoid"]) || has(&["emailmarketingconsent", "emailsuppressions"]) {
        "klaviyo"
    } else if has(&["recordid", "lifecyclestage"]) || any(&["unsubscribedfromallemail", "marketingcontactstatus"]) {
        "hubspot"
    } else if has(&["acceptsemailmarketing", "totalspent"]) {
        "shopify"
    } else if has(&["uuid", "attributes", "status"]) || has(&["uuid", "attribs", "status"]) {
        "listmonk"
    } else if any(&["emailblacklisted", "smsblacklisted", "doubleoptin"])
        && any(&["contactid", "addedtime", "modifiedtime", "emailblacklisted"])
    {
        "brevo"
    } else if any(&["accountname", "tags"]) && has(&["contactid", "datecreated"]) {
        "activecampaign"
    } else if has(&["subscriber", "subscribed", "opened"]) || has(&["optinip", "confirmationip"]) {
        "mailerlite"
    } else if has(&["emailaddress", "joineddate", "state"]) || has(&["emailaddress", "consenttotrack"]) {
        "campaign_monitor"
    } else if any(&["acceptsemail", "membercontacttype", "memberstatus"]) {
        "voyado"
    } else if has(&["email", "activesubscription"]) || any(&["emailsopened6mo", "emailsreceived6mo", "stripeplan"]) {
        "substack"
    } else if any(&["ispublished", "isanonymous"]) && any(&["dateadded", "points", "lastactive"]) {
        "mautic"
    } else if any(&["contactpointvalue", "contactpointtype", "donotmodifycontactpointconsent"]) {
        "dynamics"
    } else if has(&["respondentid", "collectorid"]) {
        "surveymonkey"
    } else if any(&["addedvia"]) || has(&["email", "lastactivity", "joined"]) {
        "sendy"
    } else if any(&["subscribertype"]) && any(&["creationdate", "metadata"]) {
        "buttondown"
    } else {
        ""
    }
}

/// What a column of that name holds in a file of that program, where that is something else than elsewhere.
pub(super) fn own(vendor: &str, word: &str) -> Option<Taken> {
    let begins = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    Some(match (vendor, word) {
        // Whether they pay: everybody in the list is sent mail, unless that is switched off.
        ("substack", "activesubscription" | "subscriptiontype" | "type" | "plan" | "stripeplan" | "activity") => {
            Taken::Attribute
        }
        ("substack", "emaildisabled") => Taken::No,
        ("substack", "createdat" | "startdate" | "subscribedat") => Taken::Date,
        ("substack", "expiry" | "firstpaymentat" | "canceldate" | "paidupgradedate" | "firstpaiddate") => {
            Taken::Irrelevant
        }
        ("substack", _)
            if begins(&[
                "emailsr",
                "emailsd",
                "emailso",
                "links",
                "post",
                "days",
                "share",
                "comment",
                "revenue",
                "unique",
                "lastemail",
                "webpost",
                "sourcef",
                "sourcep",
                "subscriptionsource",
                "subscriptioncountry",
                "numemails",
            ]) =>
        {
            Taken::Irrelevant
        }
        // Whether the record is there at all.
        ("mautic", "ispublished") => Taken::State,
        ("mautic", "position" | "stage" | "stageid" | "foursquare" | "skype" | "fax" | "isanonymous") => {
            Taken::Attribute
        }
        ("mautic", _)
            if begins(&[
                "created",
                "modified",
                "checkedout",
                "attribution",
                "owner",
                "date",
                "last",
                "generatedcompany",
                "internal",
                "social",
                "color",
                "cachedimage",
                "preferredprofileimage",
                "companyid",
            ]) =>
        {
            Taken::Irrelevant
        }
        // For what a consent was asked: one to be written to about an order is none to a newsletter.
        ("dynamics", "purpose" | "purposename" | "consentpurpose") => Taken::State,
        ("dynamics", "value" | "consentvalue" | "consent" | "consentstatus" | "currentvalue") => Taken::Status,
        ("dynamics", "topic" | "topicname") => Taken::Tag,
        ("dynamics", "reason") => Taken::Attribute,
        ("dynamics", _) if begins(&["complianceprofile", "donotmodify", "created", "modified", "owner", "owning"]) => {
            Taken::Irrelevant
        }
        // Which kind of subscriber they are; one of them is that they are none.
        ("buttondown", "type" | "subscribertype") => Taken::State,
        ("surveymonkey", _) if begins(&["customdata", "datecreated", "datemodified", "collector", "respondent"]) => {
            Taken::Irrelevant
        }
        ("sendy", "joined" | "joindate" | "timestamp") => Taken::Date,
        ("sendy", "addedvia" | "optinmethod" | "signupmethod" | "listname" | "lastactivity") => Taken::Irrelevant,
        _ => return None,
    })
}
