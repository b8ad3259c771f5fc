// Uses the explorer as a person does, in Chromium: shows a token, runs a query, opens an example, listens to plans.
//
//   node explorer/browse.mjs ADDRESS TOKEN [SCREENSHOT]
//
// Says "listening" once the subscription runs, and then waits for its first event. The last line is JSON: what was
// seen, and every complaint of the browser (a violation of the policy is one).
import { chromium } from 'playwright-core';

const [address, token, screenshot] = process.argv.slice(2);
const complaints = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (fault) => complaints.push(`${fault}`));
  page.on('response', async (answer) => { if (answer.status() >= 400) complaints.push(`${answer.status()} to ${answer.request().postData()?.slice(0, 300)}: ${(await answer.text()).slice(0, 300)}`); });
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed: ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.host !== new URL(address).host) complaints.push(`asked ${url.host}`);
  });
  await page.goto(address);
  await page.getByLabel('Token or key').fill(token);

  // The first tab asks who is asking.
  const result = page.locator('.graphiql-response .view-lines');
  await page.getByRole('button', { name: /execute/i }).click();
  await result.getByText('displayName').waitFor();
  const viewer = await result.innerText();

  // An example, in a tab of its own.
  await page.getByRole('button', { name: 'Show Examples' }).click();
  for (const file of await page.locator('.examples summary').all()) await file.click();
  const examples = await page.locator('.examples button span').allInnerTexts();
  const listen = 'subscription Changes { planUpdated { cursor kind summary } }';
  await page.locator('.examples button').first().click();
  const tabs = await page.getByRole('tab').count();

  // A subscription of one's own.
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(listen);
  await page.getByRole('tab', { name: 'Changes' }).waitFor(); // it has been read
  const opened = page.waitForEvent('websocket');
  await page.keyboard.press('ControlOrMeta+Enter');
  const socket = await opened;
  await socket.waitForEvent('framesent', (frame) => `${frame.payload}`.includes('"subscribe"'));
  console.log('listening');
  await result.getByText('cursor').waitFor({ timeout: 120_000 });
  const event = await result.innerText();
  if (screenshot) await page.screenshot({ path: screenshot });
  console.log(JSON.stringify({ viewer, examples, tabs, event, complaints }));
} catch (fault) {
  if (screenshot) await browser.contexts()[0]?.pages()[0]?.screenshot({ path: screenshot });
  console.log(JSON.stringify({ fault: `${fault}`, complaints }));
  process.exitCode = 1;
} finally {
  await browser.close();
}
