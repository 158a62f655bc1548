//! What a step does to the program, as the program itself would do it.

use hjemmel_policy::Reason;
use hjemmel_store::work;
use proptest::{prop_assert, prop_assert_eq};

use super::{oracle::RowKind, *};
use crate::{
    erase_now,
    sign_up::{SignUp, signed_up},
};

impl World {
    pub(super) async fn come(&mut self, addresses: &[usize]) {
        let auth = authorized::<act::PersonWrite>(&tenant());
        let mut identifiers = Vec::new();
        for address in addresses {
            let id = IdentifierId::parse(&self.id("idn")).unwrap();
            identifiers.push((id, channel(*address).kind(), VALUES[*address].to_owned()));
        }
        let person = PersonId::parse(&self.id("per")).unwrap();
        let (source, at) = ("shop".to_owned(), self.at());
        let (attributes, despite_pause) = (vec![], None);
        let put = PersonDraft { person, identifiers, language: None, attributes, source, at, despite_pause };
        let done = self.store.people().put(&auth, &put).await;
        let refused = matches!(done, Err(StoreError::Taken(_) | StoreError::Refused(Reason::Restricted)));
        assert!(done.is_ok() || refused, "{done:?}");
    }

    pub(super) async fn enter(&mut self, address: usize, about: u8) {
        let message = MessageId::parse(&self.id("msg")).unwrap();
        let secret = self.id("secret");
        self.secrets[address].clone_from(&secret);
        let at = self.at();
        let sign_up = SignUp {
            entered: AddressEntered {
                tenant: tenant(),
                person: PersonId::parse(&self.id("per")).unwrap(),
                identifier: IdentifierId::parse(&self.id("idn")).unwrap(),
                email: VALUES[address].into(),
                language: Language::Da,
                at,
            },
            permissions: vec![self.draft(PermissionEvent::Asked, Some(about), Some(Channel::Email))],
            mail: MessageDraft {
                id: message.clone(),
                kind: "confirm",
                language: Language::Da,
                payload: "{}".into(),
                at,
            },
            links: vec![self.link(secret, MailLinkKind::Confirm, about)],
            visitor: String::new(),
            job: JobDraft {
                id: JobId::parse(&self.id("job")).unwrap(),
                kind: "mail",
                tenant: Some(tenant()),
                key: format!("mail:{message}"),
                payload: "{}".into(),
                run_at: at,
                created_at: at,
            },
        };
        signed_up(&self.store, &sign_up).await.unwrap();
    }

    fn link(&self, secret: String, kind: MailLinkKind, about: u8) -> MailLinkDraft {
        MailLinkDraft {
            secret,
            kind,
            form: form(),
            topics: vec![topic(about)],
            page: String::new(),
            expires_at: self.at().plus_months(120),
            at: self.at(),
        }
    }

    /// As the page behind the button does: the link is looked up, and then used.
    pub(super) async fn press(&mut self, address: usize) {
        let secret = self.secrets[address].clone();
        let Some(link) = self.store.messages().link_find(&secret, self.at()).await.unwrap() else { return };
        let about = (0..TOPICS).find(|n| link.topics.contains(&topic(*n))).unwrap();
        let mut draft = self.draft(PermissionEvent::Given, Some(about), Some(Channel::Email));
        draft.source = PermissionSource::Confirmation;
        let next = self.link(self.id_of_next(), MailLinkKind::Preferences, about);
        let (to, at) = (link.identifier, self.at());
        work!(self.store, |w| {
            w.permissions().by_link(&secret, (&tenant(), &to), std::slice::from_ref(&draft), Some(&next), at).await
        })
        .unwrap();
    }

    fn id_of_next(&self) -> String {
        format!("next_{}", COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    }

    pub(super) async fn say(&mut self, address: usize, draft: PermissionDraft) -> bool {
        let Some(found) = self.find(address).await else { return false };
        let auth = authorized::<act::PersonWithdraw>(&tenant());
        let holder = hjemmel_testkit::holder(tenant(), found.person, found.identifier);
        work!(self.store, |w| { w.permissions().by_holder(&auth, &holder, std::slice::from_ref(&draft)).await })
            .unwrap();
        true
    }

    pub(super) async fn join(&mut self, one: usize, other: usize, same: bool) {
        let (Some(one), Some(other)) = (self.find(one).await, self.find(other).await) else { return };
        let auth = authorized::<act::PersonWrite>(&tenant());
        let done = match same {
            true => {
                work!(self.store, |w| { w.people().join(&auth, &one.person, &other.person, "staff", self.at()).await })
            }
            false => work!(self.store, |w| { w.people().unjoin(&auth, &one.person, &other.person, self.at()).await }),
        };
        assert!(
            matches!(
                done,
                Ok(()) | Err(StoreError::Taken(_) | StoreError::NotFound("person") | StoreError::Refused(_))
            ),
            "{done:?}"
        );
    }

    /// An erasure as far as everybody can see; what is left is not done.
    pub(super) async fn erasure(&mut self, person: PersonId, no_mail_mark: bool) -> Result<Erased, StoreError> {
        let auth = authorized::<act::PersonErase>(&tenant());
        let draft = ErasureDraft {
            id: ErasureId::parse(&self.id("era")).unwrap(),
            job: JobId::parse(&self.id("job")).unwrap(),
            person,
            no_mail_mark,
            events: vec![],
            backup_days: 35,
            at: self.at(),
        };
        erase_now(&self.store, &auth, &draft).await
    }

    /// Erase somebody; nothing of them may be found anywhere then.
    pub(super) async fn erase(&mut self, address: usize, theirs: &[usize], never: bool) -> Result<(), TestCaseError> {
        let Some(found) = self.find(address).await else { return Ok(()) };
        let mut gone = Vec::new();
        for address in theirs {
            gone.extend(self.find(*address).await);
        }
        let erased = self.erasure(found.person, never).await.unwrap();
        self.store.erasures().keys(&erased.work, self.at()).await.unwrap();
        let read = authorized::<act::PersonRead>(&tenant());
        for of in gone {
            prop_assert!(self.store.people().find(&read, &of.person).await.is_err());
            prop_assert!(self.store.permissions().list(&reader(&tenant()), &of.person).await.unwrap().is_empty());
            prop_assert!(self.store.permissions().reach_facts(&reader(&tenant()), &of.identifier).await.is_err());
        }
        for address in theirs {
            prop_assert_eq!(self.find(*address).await, None);
        }
        Ok(())
    }

    /// As the job of an import does: what says no first, then the rest, of which whoever is in doubt said nothing.
    pub(super) async fn import(&mut self, about: u8, by: Channel, rows: &[(usize, RowKind)]) {
        let auth = authorized::<act::PersonImport>(&tenant());
        let id = ImportId::parse(&self.id("imp")).unwrap();
        let entry = ImportEntry {
            id: id.clone(),
            name: "a.csv".into(),
            channel: by,
            file_mark: self.id("mark"),
            dry: false,
            state: "running".into(),
            rows_total: 0,
            rows_checked: 0,
            rows_done: 0,
            report_json: "{}".into(),
            created_at_ms: self.at().0,
            ended_at_ms: 0,
        };
        let of = ImportFor { topic: topic(about), form: form(), at: self.at() };
        let job = JobDraft {
            id: JobId::parse(&self.id("job")).unwrap(),
            kind: "import",
            tenant: Some(tenant()),
            key: self.id("import"),
            payload: "{}".into(),
            run_at: self.at(),
            created_at: self.at(),
        };
        let intake = work!(self.store, |w| { w.imports().receive(&auth, &entry, &of).await }).unwrap();
        work!(self.store, |w| { w.imports().insert(&auth, &intake, &entry, "", &job).await }).unwrap();
        for pass in 0..2 {
            let found = self.store.imports().running(&id).await.unwrap().unwrap();
            let (mut drafts, mut doubted) = (Vec::new(), Vec::new());
            for (address, kind) in rows.iter().filter(|(a, _)| channel(*a) == by) {
                let mut draft = self.row(*address, *kind);
                if draft.says.is_no() != (pass == 0) {
                    continue;
                }
                if matches!(kind, RowKind::NotYes) {
                    doubted.push(draft.address.clone());
                }
                if pass == 1 && self.store.imports().doubted(&id, &draft.address).await.unwrap() {
                    draft.says = RowSays::Nothing;
                }
                drafts.push(draft);
            }
            let to = ImportAt { pass: pass + 1, ..ImportAt::default() };
            let step = ImportStep { to, rows_done: 0, doubted, barred: vec![], at: self.at() };
            let keys = self.store.imports().keys(&auth, &found, &drafts).await.unwrap();
            let done = work!(self.store, |w| {
                let came = w.imports().rows(&auth, &found, &drafts, &keys).await?;
                w.imports().step(&found, &step, "{}", &came).await
            });
            done.unwrap();
            if step.ends() {
                self.store.imports().close(&found).await.unwrap();
            }
        }
    }

    fn row(&mut self, address: usize, kind: RowKind) -> ImportRow {
        ImportRow {
            person: PersonId::parse(&self.id("per")).unwrap(),
            identifier: IdentifierId::parse(&self.id("idn")).unwrap(),
            entry: PermissionId::parse(&self.id("prm")).unwrap(),
            channel: channel(address),
            address: VALUES[address].into(),
            language: Language::Da,
            says: match kind {
                RowKind::Yes(ago) => RowSays::Yes {
                    at: self.ago(ago),
                    page: "https://shop.example/".into(),
                    wording: "Ja tak".into(),
                    vouched: false,
                },
                RowKind::NotYes => RowSays::NotYes,
                RowKind::Nothing => RowSays::Nothing,
                RowKind::No(ago) => RowSays::No { at: ago.map(|ago| self.ago(ago)) },
                RowKind::Returned => RowSays::Bounced,
                RowKind::Unwanted => RowSays::Complained,
            },
            numbers: vec![],
            attributes: vec![],
        }
    }
}
