import CommandLineTool

Ninethirty.start()
