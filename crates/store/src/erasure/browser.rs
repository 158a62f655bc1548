//! Erasing what a browser left behind.

use hjemmel_model::{StoreCount, Surrogate};
use hjemmel_policy::authorize_browser;

use super::{Erased, ErasureDraft, Taken, rows::Browser};
use crate::{
    error::StoreError,
    sql,
    work::{Erasures, Work},
};

impl Erasures<&mut Work> {
    /// Erase what a browser left behind, for whoever sits there: it is nobody that is known by name. When this returns,
    /// nothing shows it any more; what is left is done right after, as with a person. The `person` of the draft is an id
    /// that nobody has.
    pub async fn browser(&mut self, browser: &hjemmel_policy::Browser, d: &ErasureDraft) -> Result<Erased, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let auth = &authorize_browser(browser);
        let mut found = Browser { site: browser.site().clone(), numbers: Vec::new(), subjects: Vec::new() };
        for number in browser.numbers() {
            store.browser_numbers(tx, &mut found, number.0, browser.grant()).await?;
        }
        let mut links = 0;
        for number in &found.numbers {
            let values = [found.site.as_str().into(), store.visitor_hash(Surrogate(*number)).into()];
            links += tx.execute(sql::VISITOR_LINK_DELETE_OF_BROWSER, &values).await?;
        }
        let links = StoreCount { store: "records.visitor_link".into(), rows: i64::try_from(links).unwrap_or(0) };
        let (mut gone, mut kept) = (vec![links], Vec::new());
        let browsers = store.browsers_take(tx, vec![found], d.at, &mut gone, &mut kept).await?;
        let nobody = Taken {
            gone,
            kept,
            browsers,
            keys: Vec::new(),
            others: Vec::new(),
            marks: Vec::new(),
            hashes: Vec::new(),
            imports: false,
            outside: None,
        };
        store.erasure_write(tx, auth, d, nobody).await
    }
}
