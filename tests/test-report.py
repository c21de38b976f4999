#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports for people to read: whole, inert whatever models and servers wrote, and, where Chromium is installed,
looked at as a browser shows them: on wide and narrow screens, light and dark, and on paper. TRI_PICTURES names a folder
for what it saw."""

import html.parser
import json
import os
import re
import shutil

from exports import UNICORN, Recorder, Room, cli, export
import chinese
import chromium
import tap

class Page (html.parser.HTMLParser):
  def __init__ (self, text):
    super ().__init__ ()
    self.open, self.tags, self.text = [], [], ''
    self.feed (text)
    self.close ()
    tap.equal (self.open, [], 'elements that were not closed')

  def handle_starttag (self, tag, attributes):
    self.tags.append (tag)
    assert not any (name.startswith ('on') or name in ('src', 'href') for name, _ in attributes), attributes
    if tag not in ('meta', 'br'):
      self.open.append (tag)

  def handle_endtag (self, tag):
    tap.equal (self.open.pop (), tag)

  def handle_data (self, data):
    self.text += data


@tap.test
def the_page_needs_nothing_and_runs_nothing ():
  evil = '</pre><script>alert (1)</script><img src=x onerror="a">&amp;\x1b \u202e "\''
  answer = json.dumps ({'choices': [{'index': 0, 'message': {'content': evil}, 'finish_reason': evil}], 'model': evil})
  with Recorder (answer.encode ()) as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-m', evil, '-f', 'chat', '-o', room.path ('x'), evil)
    text = export (room, 'x', 'html').decode ()
    page = Page (text)
    assert 'script' not in page.tags and 'img' not in page.tags and 'link' not in page.tags, page.tags
    assert page.text.count ('<script>alert (1)</script>') >= 4 and '\x1b' not in text
    tap.equal (re.findall (r'(?:https?:)?//[^\s<"]+|url\(', text.replace (recorder.base_url, '')), [])
    for word in 'prefers-color-scheme:dark', '@media print', 'lang="', '<details>', 'exact, SHA-256':
      assert word in text, word


def migrated_pair (room):
  """Two columns of which one was asked what the other was asked, converted; as the page Migrate opens them."""
  body = {'model': 'practice-model', 'messages': [{'role': 'user', 'content': 'Say <b>good night</b>.'}], 'max_tokens': 40,
          'seed': 7, 'stop': ['|'], 'stream': False}
  chat = room.write ('chat.json', json.dumps (body).encode ())
  cli ('migrate', chat, '--to', 'responses', '-o', room.path ('responses.json'), code=1)
  parts = []
  for format, file in ('chat', chat), ('responses', room.path ('responses.json')):
    cli ('send', '-f', format, '-b', file, '-o', room.path (format + '.one'))
    cli ('export', room.path (format + '.one'), '--as', 'folder', '-o', room.path (format))
    with open (room.path (format + '/manifest.json'), encoding='utf-8') as file:
      parts.append (json.load (file))
  shutil.copytree (room.path ('responses/column-1-responses'), room.path ('chat/column-2-responses'))
  both, other = parts
  both['draft']['columns'] += other['draft']['columns']
  attempt = other['columns'][0]['attempts'][0]
  attempt['asked'] = len (both['asked'])
  for name in 'request', 'response':
    attempt[name]['file'] = attempt[name]['file'].replace ('column-1', 'column-2')
  both['asked'] += other['asked']
  both['columns'] += other['columns']
  with open (room.path ('chat/manifest.json'), 'w', encoding='utf-8') as file:
    json.dump (both, file)
  return 'chat'


@tap.test
def reports_say_in_what_the_columns_were_not_asked_the_same ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), UNICORN)
    gaps = [gap for column in json.loads (export (room, 'x', 'json'))['columns'] for gap in column['gaps']]
    page, text = Page (export (room, 'x', 'html').decode ()).text, export (room, 'x', 'markdown').decode ()
    assert any ('Store' in gap for gap in gaps), gaps
    for gap in gaps:
      assert gap in page and gap in text, gap


@tap.test
def the_report_has_the_ledger_of_a_migration ():
  with Room () as room:
    pair = migrated_pair (room)
    page, text = Page (export (room, pair, 'html').decode ()), export (room, pair, 'markdown').decode ()
    for words in 'Ledger: Chat Completions → Responses', 'no-seed', 'stop-cut-yourself', 'Responses has no seed':
      assert words in page.text and words.replace ('_', '\\_') in text, words
    assert 'max_output_tokens' in page.text and 'max\\_output\\_tokens' in text
    tap.equal ((page.text + text).count ('Conforms to the published API'), 4)
    rows = [row for row in text.splitlines () if row.startswith ('| dropped')]
    tap.equal (len (rows), 2, 'rows of what was dropped')
    tap.equal ({len (re.findall (r'(?<!\\)\|', row)) for row in rows}, {5}, 'cells of a row')
    cli ('send', '-o', room.path ('x'), UNICORN)
    assert 'Ledger' not in Page (export (room, 'x', 'html').decode ()).text, 'no request is the other, converted'


@tap.test
def the_report_says_what_does_not_conform ():
  answer = b'{"id":7,"object":"chat.completion","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"a|<b>"}],"created":1}'
  with Recorder (answer) as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-m', 'm', '-f', 'chat', '--no-stream', '-o', room.path ('x'), 'hi')
    page, text = Page (export (room, 'x', 'html').decode ()).text, export (room, 'x', 'markdown').decode ()
    for words in 'Conformance to the published API', 'broken', 'a value of the type string', '"a|<b>"', 'OpenAPI':
      assert words in page, words
    assert '"a\\|&lt;b&gt;"' in text
    hidden = Page (export (room, 'x', 'html', '--without-content').decode ()).text
    assert 'not checked' in hidden and 'broken' not in hidden


if chromium.PROGRAM:
  EVERYTHING_FITS = '''
  (() => {
    const wrong = [], root = document.documentElement, room = root.clientWidth;
    const name = (element) => element.tagName + '.' + element.className + ' “' + element.textContent.slice (0, 30) + '”';
    const texts = document.createTreeWalker (document.body, NodeFilter.SHOW_TEXT);
    if (root.scrollWidth > room)
      wrong.push ('the page is ' + root.scrollWidth + ' wide');
    for (const element of document.body.querySelectorAll ('*'))
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
        wrong.push (name (element) + ' holds ' + element.scrollWidth + ' in ' + element.clientWidth);
    while (texts.nextNode ()) {
      const range = document.createRange ();
      range.selectNodeContents (texts.currentNode);
      for (const box of range.getClientRects ())
        if (box.width > 0 && (box.left < -1 || box.right > room + 1))
          wrong.push (name (texts.currentNode.parentElement) + ' leads from ' + box.left + ' to ' + box.right);
    }
    return wrong.slice (0, 9);
  }) ()'''
  NOTHING_LIVES = '''
    window.evil === undefined && document.scripts.length === 0 && document.title !== 'evil' &&
    !document.querySelector ('img, iframe, object, embed, link, a, form, input, base, svg, audio, video') &&
    ![...document.querySelectorAll ('*')].some ((it) => [...it.attributes].some ((at) => at.name.startsWith ('on')))'''
  EVIL = ('</pre></div></main><script>evil = 1; document.title = "evil"</script><img src="http://127.0.0.1:9/x" onerror="evil = 1">'
          '<base href="http://127.0.0.1:9/"><style>@import "http://127.0.0.1:9/"; main { display: none }</style><a href="javascript:evil=1">'
          '<!-- --><svg onload="evil = 1">]]>&lt;&amp;\x1b[31m\x00\x7f\ufeff \u202egnirts\u202c \u2066\u2069 \u0627\u0644\u0644\u063a\u0629 '
          + 'W' * 3000 + ' ' + '\u0301' * 50 + '世界' * 300 + '\u200b\u00ad' * 100)

  def evil_room (room):
    """Evil in every place that a person, a model or a server writes to."""
    answer = json.dumps ({'id': EVIL, 'model': EVIL, 'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': EVIL},
                                                                 'finish_reason': EVIL}], 'usage': {EVIL: 1, 'prompt_tokens': 1}})
    word = EVIL.replace ('\x00', '')
    with Recorder (answer.encode (), 'application/json', [('X-Evil', '<script>evil = 1</script>')]) as recorder:
      cli ('send', '-u', recorder.base_url, '-m', word, '-i', word, '--user', word, '--assistant', word, '-f', 'chat', '-f', 'responses',
           '-f', 'completions', '--stop', word, '-o', room.path ('x'), word, code=1)

  def reports ():
    """(name, a function that saves a comparison as x in a room, what the export is told)."""
    yield 'plain', lambda room: cli ('send', '-o', room.path ('x'), '--temperature', '0.70', UNICORN), {}
    yield 'conversation', lambda room: cli ('send', '-o', room.path ('x'), '--sample', 'conversation'), {}
    yield 'six', lambda room: cli ('send', '-o', room.path ('x'), *['-f', 'chat', '-f', 'responses', '-f', 'completions'] * 2, UNICORN), {}
    yield 'failed', lambda room: cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'm', '-o', room.path ('x'), 'hi', code=1), {}
    yield 'migrated', lambda room: os.rename (room.path (migrated_pair (room)), room.path ('x')), {}
    yield 'chinese', lambda room: cli ('send', '-o', room.path ('x'), '写一句关于独角兽的睡前故事。'), chinese.ENV
    yield 'evil', evil_room, {}

  def look (browser, name, path, width, dark=False, media='screen'):
    """What is wrong with a page as it is shown so."""
    address = 'file://' + path
    page = browser.open (address, width, dark=dark, media=media)
    wrong = page.run (EVERYTHING_FITS)
    keep ('%s-%d%s%s.png' % (name, width, '-dark' if dark else '', '-print' if media == 'print' else ''), page.picture)
    page.run ('for (const it of document.querySelectorAll ("details")) it.open = true')
    wrong += page.run (EVERYTHING_FITS)
    keep ('%s-%d%s%s-open.png' % (name, width, '-dark' if dark else '', '-print' if media == 'print' else ''), page.picture)
    if not page.run (NOTHING_LIVES):
      wrong.append ('something lives in it')
    wrong += ['said: ' + text for text in page.said] + ['asked for: ' + it for it in page.asked_for if it != address]
    page.close ()
    return wrong

  def keep (name, make):
    folder = os.environ.get ('TRI_PICTURES')
    if folder:
      with open (os.path.join (folder, name), 'wb') as file:
        file.write (make ())

  @tap.test
  def a_browser_shows_all_of_it_and_asks_nobody ():
    with chromium.Browser () as browser:
      for name, save, env in reports ():
        with Room () as room:
          save (room)
          text = export (room, 'x', 'html', **env)
          assert (name == 'chinese') == ('提示词'.encode () in text), 'the language of ' + name
          path = room.write ('x.html', text)
          for width, dark, media in (1280, False, 'screen'), (1280, True, 'screen'), (400, True, 'screen'), (400, False, 'screen'), (718, False, 'print'):
            tap.equal (look (browser, name, path, width, dark, media), [], (name, width, dark, media))

  @tap.test
  def it_is_printed_as_pages ():
    with chromium.Browser () as browser, Room () as room:
      for name, save, env in reports ():
        save (room)
        page = browser.open ('file://' + room.write ('x.html', export (room, 'x', 'html', **env)), 1280)
        paper = page.paper ()
        keep (name + '.pdf', lambda: paper)
        assert paper.startswith (b'%PDF-') and len (re.findall (rb'/Type\s*/Page\b', paper)) >= 1, paper[:100]
        page.close ()
        for it in 'x', 'chat', 'responses':
          shutil.rmtree (room.path (it), ignore_errors=True)
        if os.path.exists (room.path ('x')):
          os.remove (room.path ('x'))

  @tap.test
  def a_name_that_runs_backwards_turns_no_other_around ():
    with chromium.Browser () as browser, Room () as room:
      cli ('send', '-f', 'chat', '-m', '\u202egpt-5', '-o', room.path ('x'), 'hi', code=1)
      page = browser.open ('file://' + room.write ('x.html', export (room, 'x', 'html')), 1280)
      model, server = page.run ('[...document.querySelectorAll (".model > *")].map ((it) => it.getBoundingClientRect ().left)')
      assert model < server, (model, server)

  @tap.test
  def what_is_wrong_is_seen ():
    """The eyes themselves are tried: each of these must be noticed, though the page forbids most of them."""
    with chromium.Browser () as browser, Room () as room:
      cli ('send', '-o', room.path ('x'), UNICORN)
      text = export (room, 'x', 'html').decode ()
      for evil, words in [('<div style="width:3000px">x</div>', 'wide'), ('<p style="position:absolute;left:-60px">x', 'leads from'),
                          ('<div style="width:50px;overflow:hidden">WWWWWWWWWWWWWWW</div>', 'holds'),
                          ('<script>1</script>', 'said'), ('<img src="http://127.0.0.1:9/x">', 'said'), ('<p onclick="1">x', 'lives'),
                          ('<a href="x">x</a>', 'lives')]:
        wrong = look (browser, 'planted', room.write ('x.html', text.replace ('<main>', '<main>' + evil).encode ()), 1280)
        assert any (words in it for it in wrong), (evil, wrong)
      open_door = re.sub ('<meta http-equiv="Content-Security-Policy"[^>]*>', '', text).replace ('<main>', '<main><img src="http://127.0.0.1:9/x">')
      wrong = look (browser, 'planted', room.write ('x.html', open_door.encode ()), 1280)
      assert any ('asked for: http://127.0.0.1:9/x' in it for it in wrong), wrong


tap.run ()
