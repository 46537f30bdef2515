"""Makes the volumes that containers of an agent's release take their programs from, as the agent does at its start.

Runs in the agent's environment; DOCKER_HOST and PATH are the agent's own. The agent only looks whether a volume of the
name exists, and says nothing of one that it could not fill: whoever calls looks into them afterwards.
"""

import asyncio

from ai.backend.agent.docker.kernel import prepare_krunner_env

asyncio.run(prepare_krunner_env({}))
