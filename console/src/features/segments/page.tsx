/** Segments: the list, one of them, and the place where one is built. */
import { useState } from "react";
import type { PageProps } from "../../feature";
import { useAddress, useKept } from "../../parts/address";
import { Head } from "../../parts/head";
import { Detail } from "./detail";
import { type Begin, Editor } from "./editor";
import { List } from "./list";
import { useWords } from "./words";

export default function Segments({ me }: PageProps) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const kept = useKept();
  const [begin, setBegin] = useState<Begin>();
  const id = at("segment");
  const show = (segment: string | null) => put({ segment });
  const of = { title: t("page_segments"), to: `/segments${kept}` };
  if (begin) {
    const done = (segment: string) => {
      setBegin(undefined);
      show(segment);
    };
    return (
      <>
        <Head title={begin.of ? t("sg_change") : t("sg_new")} of={of} />
        <Editor begin={begin} done={done} cancel={() => setBegin(undefined)} />
      </>
    );
  }
  return id ? (
    <Detail key={id} id={id} me={me} of={of} close={() => show(null)} change={setBegin} />
  ) : (
    <List me={me} show={show} make={setBegin} />
  );
}
