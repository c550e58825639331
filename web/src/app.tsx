/** The page: what is asked on the left, the map in the middle, the answer on the right, the timeline below. */
import { Controls } from "./controls/controls";
import { Dialogs, useDialogs } from "./dialogs/dialogs";
import { DrawerView } from "./drawer/drawer";
import { Header } from "./header";
import { MapPanel } from "./map/map_panel";
import { usePage } from "./page";
import { Panels } from "./panels/panels";
import { Timeline } from "./timeline";

export function App() {
  const page = usePage();
  const dialogs = useDialogs();
  if (!page.ready) {
    return (
      <p class="loading" role={page.trouble ? "alert" : "status"}>
        {page.trouble ?? "Loading the explorer…"}
      </p>
    );
  }
  return (
    <>
      <a class="skip" href="#answer">
        Skip to the answer
      </a>
      <Header dialogs={dialogs} />
      <main class="page">
        <section class="ask" aria-label="The question">
          <Controls dialogs={dialogs} />
        </section>
        <section class="see" aria-label="Map">
          <MapPanel />
        </section>
        <section class="know" aria-label="Results">
          <Panels />
        </section>
        <section class="when" aria-label="Timeline">
          <Timeline />
        </section>
      </main>
      <DrawerView />
      <Dialogs dialogs={dialogs} />
    </>
  );
}
