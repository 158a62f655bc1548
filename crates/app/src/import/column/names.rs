//! What programs call their columns; compared without case, spaces and signs.

use super::Taken;

#[rustfmt::skip]
const NAMES: &[(Taken, &[&str])] = &[
    (
        Taken::Address,
        &[
            "emailadres", "epostaddress", "correoelectronico", "direcciondecorreoelectronico", "courriel", "indirizzoemail", "profileemail", "mailaddress",
            "email", "emailaddress", "mail", "epost", "epostadress", "epostadresse", "mailadresse", "mailadress",
            "subscriberemail", "emailadresse", "emailadress", "emailadr", "primaryemail", "customeremail",
            "contactemail", "workemail", "recipient", "recipientemail", "useremail", "emailid", "sahkoposti",
            "sahkopostiosoite", "mejl", "mejladress", "kontaktemail", "kundeemail", "emailcontact", "adresseemail",
            "emails", "privatemail", "email1",
        ],
    ),
    (
        Taken::Telephone,
        &[
            "phonenumberformatted", "landlinenumber", "landline", "telefoonnummer", "numerodetelephone", "numerodetelefono", "mobilephoneformatted", "homephone", "workphone", "phone1", "smartphone", "phone2",
            "phone", "phonenumber", "telephone", "mobile", "mobilephone", "mobilenumber", "mobilephonenumber",
            "telefon", "telefonnummer", "telefonnr", "tlf", "tlfnr", "tlfnummer", "mobil", "mobiltelefon",
            "mobilnummer", "mobilnr", "cell", "cellphone", "sms", "smsnumber", "smsphone", "msisdn",
            "defaultaddressphone", "phonemobile", "puhelin", "puhelinnumero", "matkapuhelin", "telefoon", "handy",
            "handynummer", "contactphone", "primaryphone", "whatsapp", "telephonenumber",
        ],
    ),
    (
        Taken::Number,
        &[
            "customernumber", "customerno", "customerid", "kundenummer", "kundenr", "kundnummer", "kundnr", "kundeid",
            "kundid", "asiakasnumero", "membernumber", "memberno", "memberid", "medlemsnummer", "medlemsnr",
            "medlemsid", "clientid",
        ],
    ),
    (
        Taken::Name,
        &[
            "prenom", "nom", "nombre", "apellidos", "voornaam", "achternaam", "efternavne", "initials", "initialer", "subscriberfirstname", "subscriberlastname", "firstnamelastname", "anrede",
            "name", "fullname", "navn", "namn", "nimi", "firstname", "fornavn", "fornamn", "etunimi", "vorname",
            "givenname", "fname", "lastname", "efternavn", "efternamn", "etternavn", "sukunimi", "nachname",
            "surname", "familyname", "lname", "middlename", "mellemnavn", "displayname", "contactname", "kontaktnavn",
            "kontaktperson", "nickname", "fuldenavn", "recipientname", "customername", "kundenavn", "kundnamn",
            "subscribername",
        ],
    ),
    (
        Taken::Status,
        &[
            "status", "subscriptionstatus", "emailmarketingstatus", "emailstatus", "consentstatus", "globalstatus",
            "liststatus", "marketingstatus", "subscriberstatus", "emailmarketingconsentstatus", "contactstatus",
            "newsletterstatus", "emailconsentstatus", "marketingconsentstatus", "emailsubscriptionstatus",
            "optinstatus", "permissionstatus", "consentstate", "subscriptionstate", "emailmarketingstate",
            "emailstate", "smsmarketingstatus", "smsmarketingconsentstatus", "smsstatus", "smssubscriptionstatus",
            "memberstatus", "profilestatus", "statusemail", "samtykkestatus", "samtyckesstatus", "tilmeldingsstatus",
            "prenumerationsstatus", "tila", "activestatus", "statuscode",
        ],
    ),
    (Taken::State, &["state", "marketingcontactstatus", "legalbasisforprocessingcontactsdata", "legalbasis"]),
    (
        Taken::OptIn,
        &[
            "emailoptin", "subscribedtonewsletter", "emailallowed", "allowemail", "emailpermission",
            "subscribed", "issubscribed", "consent", "emailconsent", "marketingconsent", "emailmarketingconsent",
            "newsletter", "nyhedsbrev", "nyhetsbrev", "uutiskirje", "marketing", "emailmarketing", "markedsforing",
            "marknadsforing", "markkinointi", "reklame", "reklam", "active", "isactive", "aktiv", "enabled",
            "isenabled", "confirmed", "isconfirmed", "bekraeftet", "bekraftad", "doubleoptin", "doubleoptinconfirmed",
            "mailable", "emailable", "contactable", "reachable", "deliverable", "valid", "emailvalid", "isvalid",
            "canemail", "cansend", "cancontact", "maykontaktes", "smsmarketing", "smsconsent", "smsmarketingconsent",
            "erlaubniszummarketing", "marketingpermissions", "marketingpermission", "markedsforingstilladelser",
            "markedsforingstilladelse", "marknadsforingstillstand", "marketingtilladelse", "marketingtilladelser",
            "marknadsforingsbehorigheter", "marknadsforingstillatelse", "markedsforingstillatelser", "tilmeldt",
            "tilmeldtnyhedsbrev", "pameldt", "prenumererar", "prenumerant", "abonnent", "abonnement", "suostumus",
            "markkinointilupa", "lupa", "emailsubscribed", "newslettersubscription", "subscribe", "acceptsmarketing",
            "acceptsemailmarketing", "acceptssmsmarketing", "receivesmarketing", "wantsnewsletter", "gdprconsent",
        ],
    ),
    (
        Taken::Date,
        &[
            "datesubscribed", "subscriptiontime", "subscribetimestamp", "dateoptin", "consentgivenat", "consentgivenon", "doubleoptintimestamp", "optintimeutc", "confirmationtime", "doubleoptinconfirmationtime", "samtykkegivet", "tilmeldtden", "anmald", "anmaldden",
            "consentedat", "consentdate", "date", "dato", "datum", "optintime", "confirmtime", "subscribedat",
            "samtykkedato", "emailmarketingconsenttimestamp", "optindate", "optintimestamp", "doubleoptintime",
            "doubleoptindate", "confirmedat", "confirmationdate", "consenttimestamp", "consentedon", "subscribedon",
            "subscribedate", "subscriptiondate", "dateofconsent", "signupdate", "signedupat", "optinat", "optedinat",
            "optedinon", "samtyckesdatum", "samtyckedatum", "tilmeldtdato", "tilmeldingsdato", "anmaldatum",
            "tillmeldingsdato", "suostumuspvm", "suostumuksenpaivamaara", "samtykketidspunkt", "consenttime",
            "optindatetime", "doubleoptinat", "subscribetime", "subscribeddate", "emailconsentdate",
            "emailconsenttimestamp", "optinconfirmedat",
        ],
    ),
    (
        Taken::Place,
        &[
            "source", "place", "page", "url", "kilde", "kalla", "where", "form", "consentsource", "optinsource",
            "signupsource", "consenturl", "consentplace", "signupform", "formname", "optinurl", "subscriptionsource",
            "lahde", "samtykkekilde", "samtyckeskalla", "kanalkilde", "landingpage", "signuppage", "signupurl",
            "customsource",
        ],
    ),
    (
        Taken::Words,
        &[
            "wording", "words", "text", "tekst", "consenttext", "samtykketekst", "ordlyd", "samtyckestext",
            "consentwording", "optintext", "consentstatement", "permissiontext", "permissionwording",
            "suostumusteksti", "legalbasisexplanation",
        ],
    ),
    (
        Taken::Language,
        &[
            "language", "lang", "sprog", "sprak", "locale", "kieli", "sprache", "preferredlanguage", "languagecode",
            "preferredlocale",
        ],
    ),
    (
        Taken::Tag,
        &[
            "tags", "tag", "groups", "group", "lists", "list", "segments", "segment", "interests", "interest",
            "categories", "category", "grupper", "gruppe", "grupp", "interesser", "intressen", "etiketter", "maerker",
            "taggar", "ryhmat", "labels", "listnames", "listname", "audiences", "audience", "topics",
        ],
    ),
    (
        Taken::Attribute,
        &[
            "accountname",
            "geburtstag", "bursdag", "anniversaire", "verjaardag", "adres", "plz", "postleitzahl", "stadt", "birthdayformatted", "location", "currentstoreexternalid", "storename", "homestore", "recruitedby", "contacttype", "customergroup", "customersegment", "extid", "externalid", "zippostalcode", "stateprovince", "streetnumber", "streetname", "housenumber", "husnummer", "etage", "floor", "kommunenavn", "lan", "amt", "birthmonth", "membersince", "medlemsiden", "memberlevel", "membertier", "niveau", "tier", "plan", "totalrevenue", "revenue", "turnover", "spend", "averageordervalue", "numberoforders", "lifetimerevenue", "livscyklusfase", "kontaktejer", "oprindeligkilde", "jobfunktion", "lastproduct", "favoritestore", "preferredstore", "utmsource", "utmmedium", "utmcampaign", "referrer", "signupcampaign", "predictedgender", "placeofbirth", "nationality",
            "notes", "note", "noter", "noteringar", "anteckningar", "notat", "bemaerkning", "bemaerkninger",
            "kommentar", "comment", "comments", "remarks", "company", "companyname", "organization", "organisation",
            "firma", "virksomhed", "foretag", "bedrift", "yritys", "title", "jobtitle", "stilling", "titel",
            "address", "address1", "address2", "adresse", "adress", "gade", "street", "streetaddress", "gata",
            "osoite", "city", "by", "ort", "stad", "poststed", "kaupunki", "town", "country", "land", "maa",
            "countrycode", "landekode", "landskod", "cc", "countryregion", "zip", "zipcode", "postalcode", "postcode",
            "postnr", "postnummer", "postinumero", "province", "provincecode", "region", "stateregion", "county",
            "kommun", "kommune", "birthday", "birthdate", "dateofbirth", "fodselsdag", "fodselsdato", "fodelsedag",
            "fodelsedatum", "syntymapaiva", "gender", "kon", "sukupuoli", "website", "hjemmeside", "hemsida",
            "totalspent", "totalorders", "ordercount", "orderscount", "orders", "lifetimevalue", "lasttorderdate",
            "lastorderdate", "lastorder", "firstorder", "lastpurchase", "lifecyclestage", "leadstatus", "leadscore",
            "orderstatus", "originalsource", "originalsourcedrilldown1", "originalsourcedrilldown2", "contactowner",
            "owner", "attributes", "attribs", "defaultaddresscompany", "defaultaddressaddress1",
            "defaultaddressaddress2", "defaultaddresscity", "defaultaddressprovincecode", "defaultaddresscountrycode",
            "defaultaddresszip", "taxexempt", "customertype", "kundetype", "kundtyp", "membership", "medlemskab",
            "medlemskap", "loyaltylevel", "loyaltypoints", "points", "point", "poang", "shop", "store", "butik",
            "vip", "birthyear", "age", "alder", "industry", "branche", "salutation", "hilsen", "prefix", "suffix",
            "area", "currency", "valuta", "linkedin", "twitter", "facebook", "instagram",
        ],
    ),
    (
        Taken::Irrelevant,
        &[
            "addedtime", "modifiedtime", "datecreated", "confirmationip", "consenttotrack",
            "emailmarketinglevel", "emailmarketingupdatedat", "smsmarketinglevel", "smsmarketingupdatedat", "dateupdated", "creationtime", "registrationdate", "registeredat", "oprettet", "oprettetden", "oprettelsesdato", "skapad", "skapaddatum", "luotu", "erstellt", "opprettet", "lastmodifiedtime", "lastsent", "lastopened", "lastclicked", "lastemailsent", "totalopens", "totalclicks", "opencount", "clickcount", "numberofopens", "numberofclicks", "averageopenrate", "averageclickrate", "optinconfirmedip", "optiniphistory", "subscriptionip", "profilekey", "profileurl", "hash", "md5", "emailhash", "emailmd5", "crc", "lastupdateddate", "lastchangeddate", "emailclient", "browser", "device", "gmt", "utcoffset", "dst", "sendgridid", "mailchimpid", "hubspotid", "shopifyid", "customeruuid", "rowid", "index", "idx", "seq", "sequence", "lastordername", "firstorderdate",
            "memberrating", "rating", "optinip", "confirmip", "latitude", "longitude", "gmtoff", "dstoff", "timezone",
            "leid", "euid", "ip", "ipaddress", "signupip", "consentip", "lastchanged", "lastchange", "recordid", "id",
            "uuid", "guid", "contactid", "klaviyoid", "subscriberid", "profileid", "createdate", "createdat",
            "created", "dateadded", "addedat", "added", "creationdate", "profilecreatedon", "updatedat", "updated",
            "lastupdated", "modifiedat", "modified", "lastmodified", "lastmodifieddate", "lastactive", "lastactivity",
            "lastactivitydate", "lastseen", "lastlogin", "lastmarketingemailname", "lastmarketingemailopendate",
            "lastmarketingemailclickdate", "lastmarketingemailsenddate", "emailmarketingoptinlevel",
            "emailmarketingconsentmethod", "smsmarketingconsenttimestamp", "smsmarketingconsentmethod",
            "smsmarketingoptinlevel", "optinlevel", "marketingoptinlevel", "emaildomain", "domain", "rownumber",
            "row", "nr", "lopenr", "line", "sent", "opens", "clicks", "opened", "clicked", "lastopen", "lastclick",
            "emailssent", "emailsopened", "emailsclicked", "openrate", "clickrate", "campaignsent", "campaignssent",
            "softbounces", "softbounce", "softbouncecount", "unsubscribelink", "unsubscribeurl", "unsublink",
            "unsuburl", "preferencesurl", "webid", "avatar", "useragent", "joineddate", "joindate", "importedat",
            "engagementscore", "stars", "score", "rfm", "gravatar", "verifiedemail",
        ],
    ),
    // Of another channel, whatever they are called there.
    (
        Taken::OtherNo,
        &["donotcall", "donotphone", "donotsms", "phoneoptout", "smsoptout", "faxoptout", "hasoptedoutoffax"],
    ),
];

/// What a name as a whole is known as.
pub(super) fn named(word: &str) -> Option<Taken> {
    NAMES.iter().find(|(_, names)| names.contains(&word)).map(|(taken, _)| *taken)
}

/// What sounds like a question that was answered yes or no, in the name of a column.
const ASKED: &[&str] = &[
    "optin",
    "optedin",
    "accepts",
    "samtyk",
    "samtyc",
    "permission",
    "tilladelse",
    "tillatelse",
    "tillstand",
    "consent",
    "suostum",
    "einwilligung",
    "subscribedto",
    "zustimmung",
];
/// What stands beside an answer is none: from which address, on which page, in which words.
const BESIDE: &[&str] = &[
    "ip",
    "url",
    "source",
    "country",
    "id",
    "date",
    "time",
    "at",
    "method",
    "type",
    "text",
    "version",
    "level",
    "timestamp",
    "by",
];

/// What a name is taken for by a part of it: an answer, or a status. Anything but a known yes in it is none.
pub(super) fn asked(word: &str) -> Option<Taken> {
    if BESIDE.iter().any(|end| word.ends_with(end)) && !word.ends_with("status") {
        return None;
    }
    if ASKED.iter().any(|stem| word.contains(stem)) {
        return Some(Taken::OptIn);
    }
    let about = [
        "mail",
        "subscri",
        "list",
        "global",
        "consent",
        "contact",
        "marketing",
        "newsletter",
        "epost",
        "nyhed",
        "nyhet",
        "sms",
    ];
    let status = word.ends_with("status") || word.ends_with("state") || word.starts_with("status");
    (status && about.iter().any(|stem| word.contains(stem))).then_some(Taken::Status)
}

/// What is kept under one name whatever language the account speaks.
pub(super) fn attribute(word: &str) -> Option<&'static str> {
    Some(match word {
        "firstname" | "fornavn" | "fornamn" | "etunimi" | "vorname" | "givenname" | "fname" => "first_name",
        "lastname" | "efternavn" | "efternamn" | "etternavn" | "sukunimi" | "nachname" | "surname" | "familyname"
        | "lname" => "last_name",
        "name" | "fullname" | "navn" | "namn" | "nimi" | "displayname" | "fuldenavn" | "contactname"
        | "customername" | "kundenavn" | "kundnamn" => "name",
        "company"
        | "companyname"
        | "organization"
        | "organisation"
        | "firma"
        | "virksomhed"
        | "foretag"
        | "bedrift"
        | "yritys"
        | "defaultaddresscompany" => "company",
        "city" | "by" | "ort" | "stad" | "poststed" | "kaupunki" | "town" | "defaultaddresscity" => "city",
        "country"
        | "land"
        | "maa"
        | "countrycode"
        | "cc"
        | "landekode"
        | "landskod"
        | "countryregion"
        | "defaultaddresscountrycode" => "country",
        "zip" | "zipcode" | "postalcode" | "postcode" | "postnr" | "postnummer" | "postinumero"
        | "defaultaddresszip" => "postcode",
        "tags" | "tag" | "etiketter" | "taggar" | "labels" => "tags",
        "lists" | "list" | "listnames" | "listname" => "lists",
        _ => return None,
    })
}

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
    } else {
        ""
    }
}

/// By what the mapping of a file is remembered: its columns, whatever their order.
pub(crate) fn shape(names: &[String]) -> String {
    let mut words: Vec<String> = names.iter().map(|name| super::plain(name)).filter(|word| !word.is_empty()).collect();
    words.sort();
    words.join(",")
}
