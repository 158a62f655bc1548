//! What programs call their columns; compared without case, spaces and signs.

use super::Taken;

#[rustfmt::skip]
const NAMES: &[(Taken, &[&str])] = &[
    (
        Taken::Address,
        &[
            "whatsyouremail", "whatsyouremailaddress", "youremail", "youremailaddress", "dinemail", "dinemailadresse",
            "dinepost", "dinepostadress",
            "email1value", "email2value", "email2", "email3", "contactpointvalue", "contactemail",
            "emailadres", "epostaddress", "correoelectronico", "direcciondecorreoelectronico", "courriel",
            "indirizzoemail", "profileemail", "mailaddress",
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
            "phonenumberformatted", "landlinenumber", "landline", "telefoonnummer", "numerodetelephone",
            "numerodetelefono", "mobilephoneformatted", "homephone", "workphone", "phone1", "smartphone", "phone2",
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
            "whatsyourname", "yourname", "ditnavn", "dittnamn", "dittnavn", "whatsyourfirstname", "yourfirstname",
            "prenom", "nom", "nombre", "apellidos", "voornaam", "achternaam", "efternavne", "initials", "initialer",
            "subscriberfirstname", "subscriberlastname", "firstnamelastname", "anrede",
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
            "subscribetype", "status", "subscriptionstatus", "emailmarketingstatus", "emailstatus", "consentstatus",
            "globalstatus",
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
            "verified", "isverified", "utskick", "marketingemails", "sahkopostimarkkinointi",
            "preferredmethodofcontact", "subscriptionactive", "subscribedtoemails", "epostok",
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
            "aktiviert", "bestatigtam", "activated", "activatedat",
            "datesubscribed", "subscriptiontime", "subscribetimestamp", "dateoptin", "consentgivenat",
            "consentgivenon", "doubleoptintimestamp", "optintimeutc", "confirmationtime",
            "doubleoptinconfirmationtime", "samtykkegivet", "tilmeldtden", "anmald", "anmaldden",
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
            "subscribersource", "quelle", "signupsourcename", "tilmeldingskilde", "anmalningskalla",
            "prenumerationskalla", "pameldingskilde",
            "source", "place", "page", "url", "kilde", "kalla", "where", "form", "consentsource", "optinsource",
            "signupsource", "consenturl", "consentplace", "signupform", "formname", "optinurl", "subscriptionsource",
            "lahde", "samtykkekilde", "samtyckeskalla", "kanalkilde", "landingpage", "signuppage", "signupurl",
            "customsource",
        ],
    ),
    (
        Taken::Words,
        &[
            "euconsentmessage", "consentmessage", "optinmessage", "wording", "words", "text", "tekst", "consenttext",
            "samtykketekst", "ordlyd", "samtyckestext",
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
            "groupmembership", "kategorier", "kategori", "listor", "lista", "liste", "lister", "ryhma", "gruppen",
            "gruppenavn", "emaillists", "emaillist", "mailinglists", "mailinglist", "listnamn", "listenavn",
            "segmenter", "segmentit", "luettelo",
            "tags", "tag", "groups", "group", "lists", "list", "segments", "segment", "interests", "interest",
            "categories", "category", "grupper", "gruppe", "grupp", "interesser", "intressen", "etiketter", "maerker",
            "taggar", "ryhmat", "labels", "listnames", "listname", "audiences", "audience", "topics",
        ],
    ),
    (
        Taken::Attribute,
        &[
            "origin", "subscriptiontier", "accountname", "anteckning", "anteckningar", "merknad", "merknader",
            "huomautus", "huomautukset", "huomiot", "bemerkung", "bemerkungen", "notiz", "notizen",
            "sidstebemaerkning", "muistiinpano", "muistiinpanot", "remark", "campaign", "kampagne", "kampanj",
            "leadsource", "orderno", "ordernumber", "ordernr", "ordrenr", "ordrenummer", "order", "orderdate",
            "ordertype", "ordertotal", "tickettype", "quantity", "attendeestatus", "username", "annualrevenue",
            "churnriskprediction", "type", "storeview", "anschrift", "unternehmen", "bedrijf", "entreprise", "empresa",
            "direccion", "anniversary", "cumpleanos", "department", "afdeling", "avdelning", "employees",
            "numberofemployees", "becameacustomerdate", "firstpageseen", "lastpageseen", "streetaddressline1",
            "streetaddressline2", "sourcename", "label", "statusreason", "statusarsag", "complimentaryplan",
            "partneroffers",
            "geburtstag", "bursdag", "anniversaire", "verjaardag", "adres", "plz", "postleitzahl", "stadt",
            "birthdayformatted", "location", "currentstoreexternalid", "storename", "homestore", "recruitedby",
            "contacttype", "customergroup", "customersegment", "extid", "externalid", "zippostalcode", "stateprovince",
            "streetnumber", "streetname", "housenumber", "husnummer", "etage", "floor", "kommunenavn", "lan", "amt",
            "birthmonth", "membersince", "medlemsiden", "memberlevel", "membertier", "niveau", "tier", "plan",
            "totalrevenue", "revenue", "turnover", "spend", "averageordervalue", "numberoforders", "lifetimerevenue",
            "livscyklusfase", "kontaktejer", "oprindeligkilde", "jobfunktion", "lastproduct", "favoritestore",
            "preferredstore", "utmsource", "utmmedium", "utmcampaign", "referrer", "signupcampaign", "predictedgender",
            "placeofbirth", "nationality",
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
            "timestamp", "tidsstempel", "tidsstampel", "aikaleima", "submissiondate", "submitdate", "submitdateutc",
            "startdateutc", "submittedat", "networkid", "submissionip", "submissionid", "referringsite",
            "referralcode", "referralcount", "metadata", "messagenumber", "adtracking", "emailupdatesource",
            "updatesource", "senastuppdaterad", "sidstaendret", "sidstopdateret", "senestopdateret", "sistendret",
            "sistoppdatert", "sidsteopdatering", "viimeksipaivitetty", "lastvisit", "sidstebesog", "senastebesok",
            "sistebesok",
            "private", "format", "command", "tagscommand", "emailtype", "emailformat", "postid", "respondentid",
            "collectorid", "startdate", "starttime", "endtime", "isconverted", "ownerid", "photo", "fileas",
            "email1type", "email2type", "email3type", "email1label", "email2label", "email3label", "phone1type",
            "phone2type", "phone1label", "phone2label", "address1type", "address1label", "emaildisplayname",
            "emailvistnavn", "priority", "sensitivity", "signedup", "websessions", "statusdate", "changestatusat",
            "subscriberconfirmcode", "storeid", "dateidentified", "marketingemailsdelivered", "marketingemailsopened",
            "marketingemailsclicked", "timefirstseen", "timelastseen", "sendssincelastengagement", "numberofpageviews",
            "numberofsessions", "donotmodifycontact", "donotmodifyrowchecksum", "donotmodifymodifiedon",
            "contactpointtype",
            "addedtime", "modifiedtime", "datecreated", "confirmationip", "consenttotrack",
            "emailmarketinglevel", "emailmarketingupdatedat", "smsmarketinglevel", "smsmarketingupdatedat",
            "dateupdated", "creationtime", "registrationdate", "registeredat", "oprettet", "oprettetden",
            "oprettelsesdato", "skapad", "skapaddatum", "luotu", "erstellt", "opprettet", "lastmodifiedtime",
            "lastsent", "lastopened", "lastclicked", "lastemailsent", "totalopens", "totalclicks", "opencount",
            "clickcount", "numberofopens", "numberofclicks", "averageopenrate", "averageclickrate", "optinconfirmedip",
            "optiniphistory", "subscriptionip", "profilekey", "profileurl", "hash", "md5", "emailhash", "emailmd5",
            "crc", "lastupdateddate", "lastchangeddate", "emailclient", "browser", "device", "gmt", "utcoffset", "dst",
            "sendgridid", "mailchimpid", "hubspotid", "shopifyid", "customeruuid", "rowid", "index", "idx", "seq",
            "sequence", "lastordername", "firstorderdate",
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
        &["donotallowmails", "donotallowphonecalls", "donotcall", "donotphone", "donotsms", "phoneoptout", "smsoptout", "faxoptout", "hasoptedoutoffax"],
    ),
];

/// What a name as a whole is known as.
pub(super) fn named(word: &str) -> Option<Taken> {
    NAMES.iter().find(|(_, names)| names.contains(&word)).map(|(taken, _)| *taken)
}

/// Columns of attributes in which people write what they like, or say what somebody is.
#[rustfmt::skip]
const REMARKS: &[&str] = &[
    "anteckning", "anteckningar", "merknad", "merknader", "huomautus", "huomautukset", "huomiot", "bemerkung",
    "bemerkungen",
    "notiz", "notizen", "sidstebemaerkning", "muistiinpano", "muistiinpanot", "remark", "type", "label", "statusreason",
    "statusarsag", "contacttype", "customergroup", "customersegment", "notes", "note", "noter", "noteringar", "notat",
    "bemaerkning", "bemaerkninger", "kommentar", "comment", "comments", "remarks", "customertype", "kundetype",
    "kundtyp",
    "membership", "medlemskab", "medlemskap", "lifecyclestage", "livscyklusfase",
];

/// Whether a column of that name holds tags or remarks, where one word may be a no: whether somebody is a company is
/// answered with one, too. What staff call an attribute may be either.
pub(super) fn is_remark(word: &str) -> bool {
    REMARKS.contains(&word) || named(word) != Some(Taken::Attribute)
}

/// What a name in one word says of whom it is, and then what: `Customer First Name`. Never an answer.
pub(super) fn of_somebody(word: &str) -> Option<Taken> {
    let whose = ["customer", "subscriber", "contact", "member", "recipient", "person", "user"];
    let rest = whose.iter().find_map(|whose| word.strip_prefix(whose))?;
    named(rest).filter(|taken| matches!(taken, Taken::Name | Taken::Attribute | Taken::Irrelevant))
}

/// The name inside another that says of whom it is, or which of several: `Person - Name`, `E-mail 1 - Value`.
pub(super) fn inner(name: &str) -> Option<String> {
    #[rustfmt::skip]
    const WHOSE: &[&str] = &[
        "person", "contact", "lead", "customer", "subscriber", "profile", "kontakt", "kunde", "kund", "member", "user",
        "recipient", "account",
    ];
    const WHICH: &[&str] = &["work", "home", "value", "other", "mobile", "private", "1", "2", "3", "arbejde", "privat"];
    if let Some((whose, rest)) = [" - ", ": ", "."].iter().find_map(|sign| name.split_once(sign))
        && WHOSE.contains(&super::plain(whose).as_str())
    {
        return Some(rest.to_owned());
    }
    let (rest, which) = name.rsplit_once(" - ").or_else(|| name.trim_end_matches(')').rsplit_once(" ("))?;
    let rest = rest.trim_end_matches([' ', '1', '2', '3', '4', '5']);
    // Several addresses somebody may have; a second answer is one to something else.
    let answers = super::asked::asked(rest, true).is_some()
        || matches!(named(&super::plain(rest)), Some(Taken::OptIn | Taken::Status | Taken::Date));
    (!answers && WHICH.contains(&super::plain(which).as_str())).then(|| rest.to_owned())
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

/// By what the mapping of a file is remembered: its columns, whatever their order.
pub(crate) fn shape(names: &[String]) -> String {
    let mut words: Vec<String> = names.iter().map(|name| super::plain(name)).filter(|word| !word.is_empty()).collect();
    words.sort();
    words.join(",")
}
