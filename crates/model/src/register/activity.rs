//! A processing activity, as Article 30 GDPR has it.

use serde::{Deserialize, Serialize};

use super::{Field, ImpactCriterion, RegisterKind, Registered, Shape, Use, term::terms};
use crate::RecipientId;

/// What an organisation does with people's data, and all that it answers for about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// What staff call it.
    #[schema(example = "Newsletter")]
    pub name: String,
    /// What for, in plain words (Article 30(1)(b)).
    #[schema(example = "Sending news to those who asked for it.")]
    pub purpose: String,
    /// As what the organisation does it.
    pub role: ControllerRole,
    /// With whom it is done jointly, or for whom as a processor; empty for a controller alone.
    #[serde(default)]
    pub on_behalf_of: String,
    /// What this program does for it. A use that no activity names is refused.
    #[serde(default)]
    pub uses: Vec<Use>,
    /// On what ground (Article 6(1)).
    pub legal_bases: Vec<LegalBasis>,
    /// On what ground data of Article 9 is used, where any is.
    #[serde(default)]
    pub special_basis: Option<SpecialBasis>,
    /// Why the organisation's interest weighs more, where the ground is that one: what was weighed, by whom and when.
    #[serde(default)]
    pub balancing: String,
    /// Whose data (Article 30(1)(c)).
    pub subjects: Vec<DataSubject>,
    /// Which data (Article 30(1)(c)).
    pub data: Vec<DataCategory>,
    /// What tells that it is likely to be a high risk to people: two of them, or the list of an authority, ask for an assessment
    /// (Article 35).
    #[serde(default)]
    pub criteria: Vec<ImpactCriterion>,
    /// Where it comes from (Article 14(2)(f)).
    pub sources: Vec<DataSource>,
    /// Who outside gets it, of those recorded (Article 30(1)(d)).
    #[serde(default)]
    pub recipients: Vec<RecipientId>,
    /// Countries outside the EEA that it goes to, as ISO 3166-1 alpha-2 (Article 30(1)(e)).
    #[serde(default)]
    pub countries: Vec<String>,
    /// What allows the transfer there (Articles 45 to 49).
    #[serde(default)]
    pub transfer_tool: Option<TransferTool>,
    /// How long it is kept, and from when (Article 30(1)(f)).
    #[schema(example = "Until the person takes back what they allowed; proof of it for two years.")]
    pub retention: String,
    /// What keeps it safe (Articles 30(1)(g), 32).
    #[serde(default)]
    pub measures: String,
    /// Who answers for it in the organisation: a post, not a person.
    pub owner: String,
    /// Since when people are told of it where their data is collected, as `2026-01-01`. What was collected before that does not
    /// serve it; empty: since the use was first named here.
    #[serde(default)]
    #[schema(example = "2026-01-01")]
    pub told_since: String,
    /// The day it was last looked through, as `2026-11-27`; empty while nobody has.
    #[serde(default)]
    #[schema(example = "2026-11-27")]
    pub reviewed_on: String,
}

impl Registered for Activity {
    const OF: RegisterKind = RegisterKind::Activities;
    const KIND: &'static str = "activity";
    const FIELDS: &'static [Field] = &[
        Field::new("name", Shape::Line).needed().part("what").listed(),
        Field::new("purpose", Shape::Text).needed().part("what").letter("b"),
        Field::new("role", Shape::One(&ControllerRole::LIST)).needed().part("what").letter("a"),
        Field::new("on_behalf_of", Shape::Text)
            .needed()
            .when("role", &["joint_controller", "processor"])
            .part("what")
            .letter("a"),
        Field::new("uses", Shape::Many(&Use::LIST)).part("what"),
        Field::new("legal_bases", Shape::Many(&LegalBasis::LIST)).needed().part("what").listed(),
        Field::new("balancing", Shape::Text).needed().when("legal_bases", &["legitimate_interest"]).part("what"),
        Field::new("subjects", Shape::Many(&DataSubject::LIST)).needed().part("whose").letter("c").listed(),
        Field::new("data", Shape::Many(&DataCategory::LIST)).needed().part("whose").letter("c"),
        Field::new("special_basis", Shape::One(&SpecialBasis::LIST))
            .needed()
            .when("data", &["health", "other_special"])
            .part("whose"),
        Field::new("criteria", Shape::Many(&ImpactCriterion::LIST)).part("whose"),
        Field::new("sources", Shape::Many(&DataSource::LIST)).part("flow"),
        Field::new("told_since", Shape::DayPast).part("flow"),
        Field::new("recipients", Shape::Recipients).part("flow").letter("d"),
        Field::new("countries", Shape::CountriesOutside).part("outside").letter("e"),
        Field::new("transfer_tool", Shape::One(&TransferTool::LIST))
            .needed()
            .when("countries", &[])
            .part("outside")
            .letter("e"),
        Field::new("retention", Shape::Text).needed().part("kept").letter("f").listed(),
        Field::new("measures", Shape::Text).part("kept").letter("g"),
        Field::new("owner", Shape::Line).needed().part("answers").listed(),
        Field::new("reviewed_on", Shape::DayPast).part("answers").listed(),
    ];

    fn name(&self) -> &str {
        &self.name
    }

    fn reviewed_on(&self) -> &str {
        &self.reviewed_on
    }
}

terms! {
    /// As what an organisation uses data (Articles 4(7), 4(8), 26).
    ControllerRole in "roles", "role_" {
        /// It says what for and how.
        Controller = "controller", "dpv:DataController";
        /// It does so together with others.
        JointController = "joint_controller", "dpv:JointDataControllers";
        /// It does what somebody else says.
        Processor = "processor", "dpv:DataProcessor";
    }

    /// A ground of Article 6(1).
    LegalBasis in "legal_bases", "basis_" {
        /// (a) The person allowed it.
        Consent = "consent", "eu-gdpr:A6-1-a";
        /// (b) A contract with the person needs it.
        Contract = "contract", "eu-gdpr:A6-1-b";
        /// (c) A law demands it.
        LegalObligation = "legal_obligation", "eu-gdpr:A6-1-c";
        /// (d) Somebody's life depends on it.
        VitalInterests = "vital_interests", "eu-gdpr:A6-1-d";
        /// (e) A public task needs it.
        PublicTask = "public_task", "eu-gdpr:A6-1-e";
        /// (f) An interest weighs more than the person's.
        LegitimateInterest = "legitimate_interest", "eu-gdpr:A6-1-f";
    }

    /// A ground of Article 9(2).
    SpecialBasis in "special_bases", "special_" {
        /// (a) The person allowed it in so many words.
        ExplicitConsent = "explicit_consent", "eu-gdpr:A9-2-a";
        /// (b) The law of employment or social protection.
        Employment = "employment", "eu-gdpr:A9-2-b";
        /// (c) Somebody's life depends on it.
        VitalInterests = "vital_interests", "eu-gdpr:A9-2-c";
        /// (d) A body with a political, religious or union aim, about its members.
        Membership = "membership", "eu-gdpr:A9-2-d";
        /// (e) The person made it public.
        MadePublic = "made_public", "eu-gdpr:A9-2-e";
        /// (f) Legal claims.
        LegalClaims = "legal_claims", "eu-gdpr:A9-2-f";
        /// (g) Substantial public interest.
        PublicInterest = "public_interest", "eu-gdpr:A9-2-g";
        /// (h) Health care.
        HealthCare = "health_care", "eu-gdpr:A9-2-h";
        /// (i) Public health.
        PublicHealth = "public_health", "eu-gdpr:A9-2-i";
        /// (j) Archives, research, statistics.
        Research = "research", "eu-gdpr:A9-2-j";
    }

    /// Whose data.
    DataSubject in "subjects", "whose_" {
        /// Whoever visits a site.
        Visitors = "visitors", "dpv:User";
        /// Whoever buys.
        Customers = "customers", "dpv:Customer";
        /// Whoever asked for newsletters.
        Subscribers = "subscribers", "dpv:Subscriber";
        /// Whoever might buy.
        Prospects = "prospects", "dpv:Consumer";
        /// Contacts at other organisations.
        BusinessContacts = "business_contacts", "dpv:Client";
        /// Members of staff.
        Staff = "staff", "dpv:Employee";
        /// Whoever applies for a post.
        Applicants = "applicants", "dpv:JobApplicant";
        /// Children.
        Children = "children", "dpv:Child";
    }

    /// Which data.
    DataCategory in "data", "data_" {
        /// Name, address, telephone number.
        Contact = "contact", "pd:Contact";
        /// Numbers by which somebody is known: of a customer, of a browser.
        Identifiers = "identifiers", "pd:UID";
        /// What was bought, and for how much.
        Purchases = "purchases", "pd:Purchase";
        /// What was paid and how.
        Payment = "payment", "pd:Payment";
        /// Pages seen and what was done there.
        Behaviour = "behaviour", "pd:Behavioral";
        /// Kind of device, browser, language.
        Device = "device", "pd:DeviceBased";
        /// Country, region or city.
        Location = "location", "pd:Location";
        /// What somebody likes, or is sorted into.
        Preferences = "preferences", "pd:Preference";
        /// What was allowed and taken back.
        Consents = "consents", "dpv:ConsentRecord";
        /// What was written by and to somebody.
        Communication = "communication", "pd:Communication";
        /// Accounts and sign-ins.
        Account = "account", "pd:Authenticating";
        /// Numbers of a national register.
        NationalId = "national_id", "pd:OfficialID";
        /// Health.
        Health = "health", "pd:Health";
        /// Origin, opinion, belief, union, genes, biometrics, sex life: the rest of Article 9.
        OtherSpecial = "other_special", "dpv:SpecialCategoryPersonalData";
        /// Crimes and convictions (Article 10).
        Criminal = "criminal", "pd:Criminal";
    }

    /// Where data comes from.
    DataSource in "sources", "source_" {
        /// The person themself.
        Person = "person", "dpv:DataSubjectDataSource";
        /// What the person's device sends.
        Device = "device", "dpv:DataSubjectDataSource";
        /// Systems of the organisation.
        OwnSystems = "own_systems", "dpv:DataControllerDataSource";
        /// Somebody else.
        ThirdParty = "third_party", "dpv:ThirdPartyDataSource";
        /// What anybody can look up.
        Public = "public", "dpv:PublicDataSource";
    }

    /// What allows a transfer outside the EEA.
    TransferTool in "transfer_tools", "tool_" {
        /// A decision that the country protects data enough (Article 45).
        Adequacy = "adequacy", "eu-gdpr:A45-3";
        /// The importer stands on the list of the Data Privacy Framework (Article 45).
        DataPrivacyFramework = "data_privacy_framework", "eu-gdpr:A45-3";
        /// Standard contractual clauses, with an assessment (Article 46(2)(c)).
        StandardClauses = "standard_clauses", "eu-gdpr:A46-2-c";
        /// Binding corporate rules (Article 47).
        CorporateRules = "corporate_rules", "eu-gdpr:A46-2-b";
        /// An exception for what is occasional (Article 49).
        Derogation = "derogation", "eu-gdpr:A49-1";
    }
}
