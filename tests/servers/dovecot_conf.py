"""The configuration of the test Dovecot, in the syntax of 2.3 and in that of 2.4, which reads no older one.

Every user exists, with one password; nothing is synced to the disk; failed log-ins are answered at once.
"""

_SHARED = """
base_dir = {root}/run
state_dir = {root}/state
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
auth_mechanisms = plain login xoauth2
log_path = {root}/dovecot.log
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {internal_group}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 secs
auth_failure_delay = 0
recipient_delimiter = +
namespace inbox {{
  inbox = yes
  mailbox Processed {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_OF_2_3 = """
ssl_cert = <{certificates.certificate}
ssl_key = <{certificates.key}
disable_plaintext_auth = no
mail_location = maildir:{root}/mail/%u
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {root}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/mail/%u allow_all_users=yes
}}
"""
_TOKENS = """
introspection_mode = get
introspection_url = http://127.0.0.1:{tokens}/introspect?token=
username_attribute = username
"""
_FIRST_OF_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
"""
_OF_2_4 = """
ssl_server_cert_file = {certificates.certificate}
ssl_server_key_file = {certificates.key}
auth_allow_cleartext = yes
mail_driver = maildir
mail_home = {root}/mail/%{{user}}
mail_path = {root}/mail/%{{user}}
oauth2 {{
  introspection_mode = get
  introspection_url = http://127.0.0.1:{tokens}/introspect?token=
  username_attribute = username
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2
}}
passdb static {{
  password = {password}
}}
userdb static {{
  allow_all_users = yes
  fields {{
    uid = {user}
    gid = {group}
    home = {root}/mail/%{{user}}
  }}
}}
"""


def files_for(version: str, facts: dict[str, object]) -> dict[str, str]:
    """The files to write, by name, for a Dovecot of this version ("2.3.19.1 (9b53102964)")."""
    if version.startswith("2.3"):
        main = (_SHARED + _OF_2_3).format(**facts)
        return {"dovecot.conf": main, "oauth2.conf": _TOKENS.format(**facts)}
    return {"dovecot.conf": (_FIRST_OF_2_4 + _SHARED + _OF_2_4).format(**facts)}
