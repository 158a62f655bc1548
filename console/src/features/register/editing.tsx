/** Writing a processing activity: a new one, or the next version of one. */
import { Loader } from "@mantine/core";
import { useNavigate, useParams } from "react-router-dom";
import type { Activity, Use } from "../../api/types";
import { oneOf, useAddress } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { useTo } from "./address";
import { begun } from "./draft";
import { Editor } from "./editor";
import { useTerms, useVersions } from "./kept";
import { useWords } from "./words";

/** A new one: begun with a use that is named nowhere, with a recipient, or like one that ended. */
export function Entering() {
  const { t } = useWords();
  const { at } = useAddress();
  const navigate = useNavigate();
  const to = useTo();
  const { of, called } = useTerms();
  const like = useVersions(at("like"));
  const uses = of("uses").map(({ value }) => value as Use);
  const use = oneOf(uses, at("use"));
  const recipients = at("recipient") ? [at("recipient")] : [];
  const waits = like.isLoading || (at("use") !== "" && uses.length === 0);
  const old: Partial<Activity> =
    like.data?.versions[0]?.entry ?? (use ? { name: called("uses", use), uses: [use] } : {});
  return (
    <>
      <Head title={t("rg_new")} of={{ title: t("page_register"), to: to("/register") }} />
      <Fault error={like.error} retry={() => like.refetch()} />
      {waits ? (
        <Loader />
      ) : (
        !like.error && (
          <Editor
            first={begun({ ...old, reviewed_on: "", recipients: [...(old.recipients ?? []), ...recipients] })}
            cancel={() => navigate(to("/register"))}
            // The form is behind whoever goes back from what it made.
            done={(id) => navigate(to(`/register/${id}`), { replace: true })}
          />
        )
      )}
    </>
  );
}

/** The next version of one; with a recipient to be added, where the address names one. */
export function Changing() {
  const { t } = useWords();
  const { at } = useAddress();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const to = useTo();
  const versions = useVersions(id);
  const newest = versions.data?.versions[0];
  const back = () => navigate(to(`/register/${id}`), { replace: true });
  const recipients = [...new Set([...(newest?.entry.recipients ?? []), ...(at("recipient") ? [at("recipient")] : [])])];
  return (
    <>
      <Head title={t("rg_change")} of={{ title: newest?.entry.name ?? t("rg_one"), to: to(`/register/${id}`) }} />
      <Fault error={versions.error} retry={() => versions.refetch()} />
      {!newest && !versions.error && <Loader />}
      {newest?.ended && <p>{t("rg_conflict_ended")}</p>}
      {newest && !newest.ended && (
        <Editor entry={newest} first={begun({ ...newest.entry, recipients })} cancel={back} done={back} />
      )}
    </>
  );
}
