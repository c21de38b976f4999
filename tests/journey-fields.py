# SPDX-License-Identifier: GPL-3.0-or-later
"""The facet Fields, and fields that are linked between the columns: by pointer and by keyboard, wide and narrow."""

import subprocess

import a11y
import tap
from journey import Window, first


def table (window):
  return window.until (lambda: first (window.frame, 'list', 'Fields'), 'the table')


def rows (window):
  """What the rows on screen say of themselves, headings too."""
  return [a11y.name (row) for row in row_items (window)]


def row_items (window):
  each = table (window)
  children = [each.get_child_at_index (i) for i in range (each.get_child_count ())]
  return [child for child in children if child is not None and a11y.on_screen (child)]


def row_of (window, title):
  return window.until (lambda: next ((row for row in row_items (window) if a11y.name (row).startswith (title + '.')), None),
                       'the row ' + title)


def note (window):
  """The quiet line under the switch of facets."""
  line = first (window.frame, 'label', lambda name: ' · ' in name or 'published API' in name or name.startswith ('Point at a field'),
                lambda each: a11y.extents (each).y < a11y.extents (window.columns ()[0].panel).y
                and a11y.extents (each).y > 180 * a11y.extents (window.frame).height // 800)
  return a11y.name (line) if line is not None else ''


def caret (view):
  return view.get_text_iface ().get_caret_offset ()


def line_at (view):
  """The line of a text in which the cursor stands."""
  text = a11y.get_text (view)
  at = caret (view)
  return text[text.rfind ('\n', 0, at) + 1:].split ('\n')[0].strip ()


@tap.test
def every_row_says_what_it_is_and_what_each_column_has ():
  with Window ('--facet', 'fields') as window:
    window.until (lambda: any (row.startswith ('Model. Completions: model "practice-model". Chat Completions: model "practice-model"')
                               for row in rows (window)), 'the model of what would be sent')
    tap.equal (rows (window)[0], 'Request · What is asked', 'the first heading')
    window.send ()
    window.key ('ctrl+f')
    a11y.type_text ('finish_reason')
    window.until (lambda: rows (window) and 'finish_reason "' in rows (window)[1], 'how it ended')
    said = rows (window)
    tap.equal (said[0], 'Response · How it ended', 'the heading of what came')
    assert 'choices[0].finish_reason "length"' in said[1] and 'other name' in said[1], said


@tap.test
def filters_leave_only_what_is_looked_for ():
  with Window ('--facet', 'fields') as window:
    window.send ()
    window.until (lambda: any (row.startswith ('Stream.') for row in rows (window)), 'the stream')
    window.mouse_click (window.find ('check box', 'Only differences'))
    window.until (lambda: not any (row.startswith ('Stream.') for row in rows (window)), 'no row that is the same')
    assert any (row.startswith ('User’s text.') for row in rows (window)), rows (window)
    window.mouse_click (window.find ('check box', 'Only differences'))
    window.key ('ctrl+f')
    a11y.type_text ('no such field')
    window.until (lambda: window.says ('No field is what is looked for.'), 'a word that there is none')
    window.key ('Escape')
    window.until (lambda: any (row.startswith ('Stream.') for row in rows (window)), 'everything again')


@tap.test
def a_row_is_chosen_by_keyboard_and_tells_what_is_known ():
  with Window ('--facet', 'fields') as window:
    window.send ()
    window.focus (row_of (window, 'Model'))
    window.until (lambda: window.find_all ('text', 'Value of Completions'), 'the values')
    tap.equal (a11y.get_text (window.find ('text', 'Value of Responses')), '"practice-model"', 'a whole value')
    a11y.key ('Down', 'Down')
    window.until (lambda: window.says ('Completions goes on with a text'), 'the note of the next row')
    assert window.says ('Completions → Chat Completions: moved'), 'how the formats differ'
    assert window.find_all ('push button', 'Copy the path') and window.find_all ('push button', 'Copy the value')


@tap.test
def where_it_is_narrow_one_column_is_compared_at_a_time ():
  with Window ('--facet', 'fields') as window:
    window.send ()
    window.resize (360, 740)
    head = lambda: [name for name in ('Completions', 'Chat Completions', 'Responses')
                    if first (window.frame, 'label', name, lambda each: a11y.extents (each).x < 40)]
    window.until (lambda: head () == ['Completions'], 'one column')
    assert 'Responses: model "practice-model"' in a11y.name (row_of (window, 'Model')), 'screen readers are told all'
    window.press ('Column after')
    window.until (lambda: head () == ['Chat Completions'], 'the next column')
    assert a11y.extents (window.frame).width <= 362, 'nothing makes the window wider'


@tap.test
def what_is_chosen_with_the_keyboard_is_found_in_the_next_columns ():
  with Window ('--facet', 'request') as window:
    views = [column.view ('Request') for column in window.columns ()]
    assert 'Point at a field' in note (window), note (window)
    window.focus (views[0])
    a11y.key ('ctrl+Home', 'Down', 'Down')
    window.until (lambda: note (window).startswith ('User’s text · '), 'the note of the prompt')
    assert 'Completions → Chat Completions: moved' in note (window), note (window)
    window.key ('ctrl+j')
    window.until (lambda: a11y.has_state (views[1], 'focused'), 'the focus in the next column')
    assert line_at (views[1]).startswith ('"content": "Write'), line_at (views[1])
    window.key ('F7')
    window.until (lambda: a11y.has_state (views[2], 'focused'), 'the focus in the one after')
    assert line_at (views[2]).startswith ('"input": "Write'), line_at (views[2])
    window.key ('Escape')
    window.until (lambda: 'Point at a field' in note (window), 'nothing chosen any more')


@tap.test
def pointing_tells_and_passes ():
  with Window ('--facet', 'request') as window:
    views = [column.view ('Request') for column in window.columns ()]
    (_, x, y), box = window._window_of (views[2]), a11y.extents (views[2])
    move = lambda dx, dy: subprocess.run (['xdotool', 'mousemove', str (x + box.x + dx), str (y + box.y + dy)], check=True)
    move (60, 26)  # the second line
    move (61, 26)
    window.until (lambda: note (window).startswith ('Model · '), 'the note of what is pointed at')
    subprocess.run (['xdotool', 'mousemove', '0', '0'], check=True)
    window.until (lambda: 'Point at a field' in note (window), 'that it passes')
    window.mouse_click (views[2])
    window.until (lambda: a11y.has_state (views[2], 'focused'), 'the focus')


tap.run ()
